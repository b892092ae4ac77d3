using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>A recording was decoded but cannot give the features that were asked for: too short, or sampled too slowly.</summary>
/// <remarks>The message states what is wrong, the rule and the next step; whoever knows the name of the clip puts it in front.</remarks>
public sealed class UnusableSignalException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Whole sentences in the invariant culture.</param>
    public UnusableSignalException(string message)
        : base(new ErrorDetails(message))
    {
    }
}
