using Bakeoff.Build.Requests;
using Bakeoff.Testing;

namespace Bakeoff.Build.Tests.Requests;

public sealed class BuildRequestTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Read_TwoItems_TakesMetadataAndDefaults()
    {
        var request = Read(
            "train=stale",
            $"model={_scratch.Full("experiments/my-model.yaml")}",
            "class=",
            "namespace=",
            "access=",
            "recordings=",
            $"model={_scratch.Full("experiments/other.yaml")}",
            "class=Mood",
            "namespace=My.Moods",
            "access=Public",
            "recordings=../a=b;c");

        request.Rule.ShouldBe(TrainingRule.Stale);
        request.WritesClass.ShouldBeTrue();
        request.OutputFolder.ShouldBe("App.models/");
        request.Models.Select(static m => (m.Experiment, m.ClassName, m.Namespace, m.Access, m.Recordings)).ShouldBe(
        [
            ("my-model", "MyModel", "App", "internal", ""),
            ("other", "Mood", "My.Moods", "public", "../a=b;c"),
        ]);
        request.Models[0].Root.ShouldBe(Path.TrimEndingDirectorySeparator(_scratch.Root));
    }

    [Fact]
    public void Check_EverythingWrong_NamesEachWithItsRuleAndNextStep()
    {
        var emotion = _scratch.Bytes("experiments/emotion.yaml", []);
        var twin = _scratch.Bytes("other/experiments/emotion.yaml", []);
        var model = _scratch.Bytes("experiments/model.yaml", []);
        var astray = _scratch.Bytes("settings/astray.yaml", []);
        var missing = _scratch.Full("experiments/emotoin.yaml");
        var request = Read(
            "train=sometimes",
            $"model={emotion}",
            $"model={twin}",
            "access=private",
            $"model={model}",
            $"model={astray}",
            $"model={missing}");

        request.Check().Select(static finding => finding.ToString()).ShouldBe(
        [
            $"{Project}: error BAK0002: property TrainModels is 'sometimes', expected stale, missing or never.",
            $"{Project}: error BAK0002: TrainedModel '{twin}': Access is 'private', expected internal or public.",
            $"{Project}: error BAK0002: TrainedModel '{model}': ClassName is 'Model', expected a C# name that begins with a capital and is "
                + "none of Models, Model, Label, Labels, Numbers, Targets, Folder, Load, Predict, LabelOf, ProbabilityOf, NumbersOf. "
                + "Set it.",
            $"{Project}: error BAK0002: TrainedModel '{astray}': the file lies in the folder 'settings', expected a folder 'experiments', "
                + "beside which the results go. Move it.",
            $"{Project}: error BAK0002: TrainedModel '{missing}': the file does not exist, expected the YAML file of an experiment. "
                + "There are: emotion.yaml, model.yaml.",
            $"{Project}: error BAK0002: two models are called Emotion: {emotion} and {twin}. Give one of them another ClassName.",
        ]);
    }

    private string Project => _scratch.Full("App.csproj");

    private BuildRequest Read(params string[] lines)
    {
        string[] all = [$"project={Project}", "language=C#", "namespace=App", "output=App.models/", .. lines];
        var text = string.Join(Environment.NewLine, all);
        return BuildRequest.Read(_scratch.Bytes("obj/request.txt", System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
