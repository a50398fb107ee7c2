"""Pages: what people see and do in a browser.  Thin: parse, call one service, choose words."""
