using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Data;

/// <summary>Features or labels cannot be used: an empty clip, a value that is not finite, a label outside the classes.</summary>
public sealed class SequenceDataException : BakeoffException
{
    /// <summary>Creates the error of one clip.</summary>
    /// <param name="clip">Index of the clip in its set, from 0; it becomes the place of the error.</param>
    /// <param name="details">What is wrong, value, rule and next step.</param>
    public SequenceDataException(int clip, ErrorDetails details)
        : base(details with { Where = string.Create(CultureInfo.InvariantCulture, $"clip {clip}") }) => Clip = clip;

    /// <summary>Index of the clip in its set, from 0.</summary>
    public int Clip { get; }
}
