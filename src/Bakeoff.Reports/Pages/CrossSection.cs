using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>The part of a comparison's page that shows corpora against corpora.</summary>
/// <param name="Chart">The heat map.</param>
/// <param name="Corpora">A row for each corpus: its name, then what is known of it under <paramref name="Columns"/>.</param>
/// <param name="Columns">Titles of the columns of <paramref name="Corpora"/>.</param>
/// <param name="Remarks">What a reader must know beside the shares, a sentence each.</param>
public sealed record CrossSection(
    Chart Chart,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Corpora,
    IReadOnlyList<string> Remarks)
{
    /// <summary>The heat map with the name of its file.</summary>
    public NamedChart File => new("cross.svg", Chart);
}
