using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Grammar;

/// <summary>One line of a legend.</summary>
/// <param name="Label">Text.</param>
/// <param name="Paint">Colour of its sample.</param>
/// <param name="Mark">Form of its sample.</param>
/// <param name="Dashes">Dash pattern of a line; null for a solid one.</param>
/// <param name="Symbol">Number of the form for <see cref="LegendMark.Symbol"/>.</param>
internal sealed record LegendEntry(string Label, Paint Paint, LegendMark Mark = LegendMark.Square, string? Dashes = null, int Symbol = 0);
