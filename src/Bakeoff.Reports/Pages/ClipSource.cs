namespace Bakeoff.Reports.Pages;

/// <summary>Where a page finds the sound of a clip. Embed only where the corpus' licence allows it, else link.</summary>
/// <param name="Link">Path relative to the page, with forward slashes and as it stands on disk (not percent-encoded), or a <c>file:///</c>
/// address; null when the sound is embedded. Other addresses are not shown.</param>
/// <param name="Embedded">The bytes of the file; empty when it is linked.</param>
/// <param name="MediaType">Media type of the embedded bytes, such as <c>audio/wav</c>.</param>
public sealed record ClipSource(string? Link, ReadOnlyMemory<byte> Embedded = default, string MediaType = "audio/wav")
{
    /// <summary>The part of a linked file to play, as a media fragment such as <c>t=1.5,3.2</c>; null for the whole.</summary>
    public string? Time { get; init; }
}
