namespace Bakeoff.Experiments.Papers;

/// <summary>The files that were written for a paper.</summary>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="Tables">Number of tables.</param>
/// <param name="Figures">Number of figures.</param>
/// <param name="References">Number of works in the BibTeX file.</param>
/// <param name="BundledFiles">Number of files in the bundle.</param>
/// <param name="Notes">What is missing, and why, a sentence each.</param>
public sealed record PaperResult(
    string Folder, int Tables, int Figures, int References, int BundledFiles, IReadOnlyList<string> Notes);
