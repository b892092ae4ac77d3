using Bakeoff.Options;

namespace Bakeoff.Cli.Inputs;

/// <summary>An input names no recording, or no experiment.</summary>
internal sealed class InputNotFoundException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="input">The input as the user typed it.</param>
    /// <param name="details">The error in parts; the input becomes its place.</param>
    public InputNotFoundException(string input, ErrorDetails details)
        : base(details with { Where = input.Length == 0 ? "input" : input }) => Input = input;

    /// <summary>The input as the user typed it.</summary>
    public string Input { get; }
}
