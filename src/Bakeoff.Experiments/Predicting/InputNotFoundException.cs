using Bakeoff.Options;

namespace Bakeoff.Experiments.Predicting;

/// <summary>An input names no recording.</summary>
public sealed class InputNotFoundException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="input">The input as the user typed it.</param>
    /// <param name="message">What, the rule, and the next step.</param>
    public InputNotFoundException(string input, string message)
        : base(new ErrorDetails(message)) => Input = input;

    /// <summary>The input as the user typed it.</summary>
    public string Input { get; }
}
