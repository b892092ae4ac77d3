using Bakeoff.Options;

namespace Bakeoff.Experiments.Papers;

/// <summary>The files for a paper cannot be written.</summary>
public sealed class PaperException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="details">Where, what, value, rule and next step.</param>
    public PaperException(ErrorDetails details)
        : base(details)
    {
    }
}
