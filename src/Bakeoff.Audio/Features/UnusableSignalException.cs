using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>A decoded recording cannot give the requested features: it is too short, or its sample rate is too low.</summary>
/// <remarks>The next step names options that would help. The name of the recording is known to the caller only.</remarks>
public sealed class UnusableSignalException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="details">What is wrong, the rule, and options that would help.</param>
    public UnusableSignalException(ErrorDetails details)
        : base(details)
    {
    }
}
