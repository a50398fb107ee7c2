"""The demo agency and the bulk builder: invented agencies, people and results, made by the services of the apps."""
