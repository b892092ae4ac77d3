using System.Text.Json.Serialization;
using Bakeoff.Corpora.Formats;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Formats;

/// <summary>A format of another assembly is one record with an attribute, used from YAML.</summary>
public sealed class AddedFormatTests
{
    [Fact]
    public void Index_FormatOfAnotherAssembly_IsUsedFromYaml()
    {
        OptionKinds.Register(typeof(FirstLetterFormat).Assembly);
        using var scratch = new ScratchFolder();
        scratch.Noise("h1.wav", 1);
        scratch.Noise("s1.wav", 2);

        var description = YamlOptions.Parse<DatasetDescription>(
            "name: mine\nformat: {first_letter: {speaker: AN}}\nlabels: {h: happy, s: sad}\n",
            "mine.yaml");
        var clips = new CorpusIndexer(description.Index).Index(scratch.Root).Clips;

        clips.Select(static clip => (clip.Path, clip.Label, clip.Speaker)).ShouldBe([("h1.wav", "happy", "AN"), ("s1.wav", "sad", "AN")]);
        YamlOptions.Flatten(description.Index, "dataset")["dataset.format.first_letter.speaker"].ShouldBe("AN");
    }

    [Fact]
    public void Validate_FormatBesidePattern_IsAProblem() =>
        new DatasetDescription
        {
            Name = "mine",
            Pattern = "(?<label>a)",
            Format = new FirstLetterFormat(),
        }
            .Validate()
            .ShouldHaveSingleItem()
            .ShouldBe(
                new OptionProblem(
                    "pattern",
                    "is given beside format, expected exactly one of pattern, manifest and format. State how to read label and speaker "
                        + "of a clip."));
}

/// <summary>Labels by the first letter of the file name.</summary>
[Kind("first_letter")]
public sealed record FirstLetterFormat : ClipFormat
{
    /// <summary>The one speaker.</summary>
    [JsonPropertyName("speaker")]
    public string Speaker { get; init; } = "";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Expectation => "recordings";

    /// <inheritdoc/>
    public override ClipListing List(CorpusFolder folder) =>
        new([.. folder.AudioFiles.Select(path => new StatedClip(path, Path.GetFileName(path)[..1], Speaker, ""))], []);
}
