using Bakeoff.Options;

namespace Bakeoff.Pictures;

/// <summary>A picture cannot be made: its file name has no known ending, it would be too large, or the drawing library does not load.</summary>
public sealed class PictureException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="details">Where, what, value, rule and next step.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public PictureException(ErrorDetails details, Exception? innerException = null)
        : base(details, innerException)
    {
    }
}
