namespace Bakeoff.Reports.Grammar;

/// <summary>Form of a legend's sample.</summary>
internal enum LegendMark
{
    /// <summary>A filled square, for areas and bars.</summary>
    Square,

    /// <summary>A line.</summary>
    Line,

    /// <summary>A small form, see <see cref="Grammar.Symbol"/>.</summary>
    Symbol,
}
