namespace Bakeoff.Experiments.Papers;

/// <summary>A part of the method of one run.</summary>
/// <param name="Title">Title, such as <c>Features</c>.</param>
/// <param name="Text">Sentences in plain text.</param>
/// <param name="Cites">Keys of works to cite behind them.</param>
internal sealed record MethodAspect(string Title, string Text, IReadOnlyList<string> Cites);
