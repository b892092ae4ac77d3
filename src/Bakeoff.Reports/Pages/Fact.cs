namespace Bakeoff.Reports.Pages;

/// <summary>A named value, such as a licence, a commit or a parameter.</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">Value as text.</param>
public sealed record Fact(string Name, string Value);
