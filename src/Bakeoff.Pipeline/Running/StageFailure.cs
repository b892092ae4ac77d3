namespace Bakeoff.Pipeline.Running;

/// <summary>A failure that ended a run early.</summary>
/// <param name="Stage">Stage that failed.</param>
/// <param name="Message">The message, as the user saw it.</param>
public sealed record StageFailure(string Stage, string Message);
