"""Units and their placements through time, posts and holders, roles, reporting routes."""
