namespace Bakeoff.Mlflow.Tests.Server;

/// <summary>The client sent something that a real server would refuse or silently misread.</summary>
internal sealed class StrictViolationException(string message) : Exception(message);
