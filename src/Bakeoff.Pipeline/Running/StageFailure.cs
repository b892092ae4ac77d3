namespace Bakeoff.Pipeline.Running;

/// <summary>How a run ended early.</summary>
/// <param name="Stage">Stage that failed.</param>
/// <param name="Message">The message, as the user saw it.</param>
public sealed record StageFailure(string Stage, string Message);
