namespace Bakeoff.Cli.Checks;

/// <summary>State of one thing on this machine.</summary>
/// <param name="Subject">The thing.</param>
/// <param name="State">State.</param>
/// <param name="Fact">What was found, with versions and sizes.</param>
/// <param name="NextStep">What to do about it; null where nothing is to be done.</param>
internal sealed record MachineFinding(string Subject, CheckState State, string Fact, string? NextStep = null);

/// <summary>States of things on this machine.</summary>
internal enum CheckState
{
    /// <summary>It is there and works.</summary>
    Fine,

    /// <summary>It is not there, and only some work needs it.</summary>
    Missing,

    /// <summary>Experiments fail until it is mended.</summary>
    Broken,
}
