using Bakeoff.Options;

namespace Bakeoff.Neural.Data;

/// <summary>Features or labels cannot be used: an empty clip, a value that is not finite, a label outside the classes.</summary>
public sealed class SequenceDataException : BakeoffException
{
    /// <summary>Creates the error for one clip.</summary>
    /// <param name="clip">Index of the clip in its set, from 0.</param>
    /// <param name="message">What is wrong, the rule, and the next step.</param>
    public SequenceDataException(int clip, string message)
        : base(new ErrorDetails(message)) => Clip = clip;

    /// <summary>Index of the clip in its set, from 0.</summary>
    public int Clip { get; }
}
