"""What happened, in a chain that shows any change: who (an id), what (a code), about which objects, in which order."""
