using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>A clip was read, but the model cannot judge it: silent, too short, or of a length that does not fit.</summary>
public sealed class UnusableClipException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="clip">Name of the clip as the caller gave it.</param>
    /// <param name="problem">What is wrong, the rule, and the next step.</param>
    /// <param name="inner">The error behind it, if any.</param>
    public UnusableClipException(string clip, string problem, Exception? inner = null)
        : base(new ErrorDetails(problem) { Where = clip }, inner) => Clip = clip;

    /// <summary>Name of the clip as the caller gave it.</summary>
    public string Clip { get; }
}
