"""Answer the Web API methods that this Slack knows, as Slack answers them."""
