namespace Bakeoff.Reports.Pages;

/// <summary>The part of a comparison's page that shows the trials of a search.</summary>
/// <param name="Sentence">The choice in words.</param>
/// <param name="Columns">Titles of the columns: the number, the values of a trial, the metric that the search goes by, the outcome.</param>
/// <param name="Rows">A row for each trial, in their order.</param>
public sealed record TrialSection(string Sentence, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
