using System.Text.Json.Serialization;

namespace Bakeoff.Corpora;

/// <summary>A CSV table beside the recordings that states what each clip is.</summary>
public sealed record ManifestOptions
{
    /// <summary>Path of the table relative to the folder of recordings. Default <c>manifest.csv</c>.</summary>
    [JsonPropertyName("file")]
    public string File { get; init; } = "manifest.csv";

    /// <summary>Column with the clip's path relative to the folder of recordings. Default <c>path</c>.</summary>
    [JsonPropertyName("path")]
    public string PathColumn { get; init; } = "path";

    /// <summary>Column with the label's code. Default <c>label</c>.</summary>
    [JsonPropertyName("label")]
    public string LabelColumn { get; init; } = "label";

    /// <summary>Column with the speaker's code; may be missing from the table. Default <c>speaker</c>.</summary>
    [JsonPropertyName("speaker")]
    public string SpeakerColumn { get; init; } = "speaker";

    /// <summary>Column with what is said; may be missing from the table. Default <c>text</c>.</summary>
    [JsonPropertyName("text")]
    public string TextColumn { get; init; } = "text";
}
