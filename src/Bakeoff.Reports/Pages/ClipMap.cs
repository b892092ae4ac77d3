namespace Bakeoff.Reports.Pages;

/// <summary>A two-dimensional map of the corpus' clips.</summary>
/// <param name="Title">Method, such as <c>PCA</c> or <c>t-SNE</c>.</param>
/// <param name="XTitle">Title of the horizontal axis.</param>
/// <param name="YTitle">Title of the vertical axis.</param>
/// <param name="Points">The clips.</param>
/// <param name="Note">How it was computed and how to read it, in plain words; null for none.</param>
public sealed record ClipMap(string Title, string XTitle, string YTitle, IReadOnlyList<ClipMapPoint> Points, string? Note = null);
