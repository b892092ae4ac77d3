using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Stages;

/// <summary>A stage could not do its work for a reason that the user can mend.</summary>
[OutsideFingerprint("carries results and makes none")]
public sealed class StageFailedException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="message">Where, what, value, rule and next step.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public StageFailedException(string stage, string message, Exception? innerException = null)
        : base(new ErrorDetails(message), innerException) => Stage = stage;

    /// <summary>Name of the stage that failed.</summary>
    public string Stage { get; }
}
