using System.Text.Json.Nodes;
using Bakeoff.Audio.Features;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Configuration;

public sealed class ExperimentSchemaTests
{
    [Fact]
    public void Write_TypedOptions_EqualsTheFileInTheRepository()
    {
        var file = Path.Combine(Fixture.RepositoryRoot, ExperimentSchema.RelativePath);
        var written = File.Exists(file) ? File.ReadAllText(file) : "";
        var firstDifference = ExperimentSchema.Write().Split('\n').Except(written.Split('\n')).FirstOrDefault("(a line is missing)").Trim();

        (written == ExperimentSchema.Write()).ShouldBeTrue(
            $"{ExperimentSchema.RelativePath} is older than the options: {firstDifference} Run 'bakeoff schema', look at the change "
                + $"and commit it.");
    }

    /// <summary>The way to regenerate the file without the command line: run this test alone, with explicit tests on.</summary>
    [Fact(Explicit = true)]
    public void Save_Repository_WritesTheFile() => ExperimentSchema.Save(Fixture.RepositoryRoot);

    [Fact]
    public void Save_Twice_ChangesTheFileOnce()
    {
        using var folder = new SampleFolder();

        ExperimentSchema.Save(folder.Root).ShouldBeTrue();
        ExperimentSchema.Save(folder.Root).ShouldBeFalse();
    }

    [Fact]
    public void Write_FeatureSection_CarriesTypeRangeDefaultAndMeaning()
    {
        var schema = JsonNode.Parse(ExperimentSchema.Write())!;
        var features = schema["$defs"]!["FeatureOptions"]!;

        schema["$schema"]!.GetValue<string>().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        schema["properties"]!["features"]!["$ref"]!.GetValue<string>().ShouldBe("#/$defs/FeatureOptions");
        features["properties"]!["n_mfcc"]!
            .ToJsonString()
            .ShouldBe(
                """{"type":"integer","minimum":1,"maximum":1024,"description":"Number of MFCCs, at most n_mels. Default 40.","default":40}""");
        features["properties"]!["win_length"]!["type"]!.ToJsonString().ShouldBe("""["integer","null"]""");
        features["properties"]!["kind"]!["anyOf"]![0]!["enum"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldContain("log_mel");
    }

    [Fact]
    public void Write_PathsOfThisMachine_AreNotOffered() =>
        JsonNode.Parse(ExperimentSchema.Write())!["$defs"]!["DatasetReference"]!["properties"]!["source"].ShouldBeNull();

    [Fact]
    public void Write_EveryProperty_HasADescription()
    {
        var missing = new List<string>();
        Collect(JsonNode.Parse(ExperimentSchema.Write())!, "", missing);

        missing.ShouldBeEmpty();
    }

    private static void Collect(JsonNode node, string path, List<string> missing)
    {
        foreach (var (key, value) in node as JsonObject ?? [])
        {
            if (key == "properties")
            {
                missing.AddRange(value!.AsObject().Where(p => p.Value!["description"] is null).Select(p => $"{path}.{p.Key}"));
            }

            if (value is JsonObject child)
            {
                Collect(child, $"{path}.{key}", missing);
            }
        }
    }
}
