namespace Bakeoff.Reports.Pages;

/// <summary>Where a page finds the sound of a clip. Embed only where the corpus' licence allows it, else link.</summary>
/// <param name="Link">Relative path or <c>file:</c> address, written with forward slashes; null when the sound is embedded.</param>
/// <param name="Embedded">The bytes of the file; empty when it is linked.</param>
/// <param name="MediaType">Media type of the embedded bytes, such as <c>audio/wav</c>.</param>
public sealed record ClipSource(string? Link, ReadOnlyMemory<byte> Embedded = default, string MediaType = "audio/wav");
