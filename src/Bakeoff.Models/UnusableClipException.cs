using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>A clip was decoded, but the model cannot take it: it is silent, too short, or of a length that does not fit.</summary>
public sealed class UnusableClipException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="clip">Name of the clip as the caller gave it.</param>
    /// <param name="details">The error in parts.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public UnusableClipException(string clip, ErrorDetails details, Exception? innerException = null)
        : base(details, innerException) => Clip = clip;

    /// <summary>Name of the clip as the caller gave it.</summary>
    public string Clip { get; }
}
