using System.Globalization;

namespace Bakeoff.Neural.Layers;

/// <summary>One layer of a network as a table of layers shows it.</summary>
/// <param name="Name">Kind and number, such as <c>lstm_1</c>; the last is <c>output</c>.</param>
/// <param name="Output">Shape of the rows that it returns.</param>
/// <param name="Weights">Weights that training changes.</param>
public sealed record LayerSummary(string Name, LayerShape Output, long Weights)
{
    /// <summary>The layer in one line: <c>lstm_1 -> [clips, 128], 86,528 weights</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} -> {Output}{(Weights == 0 ? "" : $", {Weights:N0} weights")}");
}
