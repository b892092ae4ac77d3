using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Stages;

/// <summary>A stage could not do its work for a reason that the user can mend.</summary>
[OutsideFingerprint("carries results and makes none")]
public sealed class StageFailedException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="details">Where, what, value, rule and next step.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public StageFailedException(string stage, ErrorDetails details, Exception? innerException = null)
        : base(details, innerException) => Stage = stage;

    /// <summary>Name of the stage that failed.</summary>
    public string Stage { get; }
}
