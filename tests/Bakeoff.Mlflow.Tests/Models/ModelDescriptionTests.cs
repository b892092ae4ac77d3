using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Models;

namespace Bakeoff.Mlflow.Tests.Models;

public sealed class ModelDescriptionTests
{
    private static readonly ModelDescription Full = new()
    {
        Flavors = new Dictionary<string, JsonObject>(StringComparer.Ordinal)
        {
            ["python_function"] = new() { ["loader_module"] = "mlflow.onnx" },
            ["onnx"] = new() { ["data"] = "modél \"1\".onnx" },
        },
        Inputs = [new TensorSpec("x", "float32", [-1, 4])],
        Outputs = [new TensorSpec("y", "float32", [-1, 2])],
        InputExamplePath = "input_example.json",
        CreatedAt = new DateTimeOffset(2026, 3, 4, 7, 6, 7, 89, TimeSpan.FromHours(2)),
        Identifier = "0123456789abcdef0123456789abcdef",
        SizeBytes = 12345678901,
    };

    [Fact]
    public void ToText_EveryField_IsInMlflowsForm()
    {
        using var document = JsonDocument.Parse(Full.ToText("run", "export"));
        var root = document.RootElement;
        root.EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe([
                "artifact_path",
                "run_id",
                "model_uuid",
                "utc_time_created",
                "model_size_bytes",
                "flavors",
                "saved_input_example_info",
                "signature",
            ]);
        root.GetProperty("utc_time_created").GetString().ShouldBe("2026-03-04 05:06:07.089000");
        root.GetProperty("flavors").GetProperty("onnx").GetProperty("data").GetString().ShouldBe("modél \"1\".onnx");
        root.GetProperty("signature")
            .GetProperty("inputs")
            .GetString()
            .ShouldBe("""[{"name":"x","type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,4]}}]""");
    }

    [Fact]
    public void ToText_FolderByItself_NamesNoRunAndIsTheSameEachTime()
    {
        Full.ToText().ShouldBe(Full.ToText());
        Full.ToText().ShouldNotContain("run_id");
        new ModelDescription { Flavors = Full.Flavors }
            .ToText()
            .ShouldNotContain("signature");
    }

    [Fact]
    public void ToHistoryEntry_TwentyFourFolds_FitIntoATagOfMlflow2() =>
        (24 * (Full.ToHistoryEntry(new string('a', 32), "export/fold-SPEAKER24").Length + 2)).ShouldBeLessThan(MlflowLimits.TagLength);
}
