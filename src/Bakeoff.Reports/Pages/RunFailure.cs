namespace Bakeoff.Reports.Pages;

/// <summary>Why a run ended early.</summary>
/// <param name="Stage">Stage that failed or was interrupted.</param>
/// <param name="Message">The message, as the user saw it.</param>
public sealed record RunFailure(string Stage, string Message);
