namespace Bakeoff.Reports.Pages;

/// <summary>A work that a paper with these results should cite.</summary>
/// <param name="Key">Key of the entry: letters, digits and hyphens.</param>
/// <param name="Title">Title.</param>
/// <param name="Note">Authors, publisher, year and address in one sentence.</param>
public sealed record Reference(string Key, string Title, string Note);
