using Bakeoff.Options;

namespace Bakeoff.Experiments.Predicting;

/// <summary>There is no trained model where one was looked for.</summary>
public sealed class ModelNotFoundException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="folder">Where the model was looked for.</param>
    /// <param name="message">Where, what, the rule, and the next step.</param>
    public ModelNotFoundException(string folder, string message)
        : base(new ErrorDetails(message)) => Folder = folder;

    /// <summary>Where the model was looked for.</summary>
    public string Folder { get; }
}
