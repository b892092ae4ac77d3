using Bakeoff.Build.Classes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bakeoff.Build.Tests.Classes;

public sealed class ModelClassWriterTests
{
    private static readonly ModelClass Emotion = new("emotion", ["angry", "very happy"], [])
    {
        Namespace = "My.App",
        Name = "Emotion",
        IsPublic = false,
        Question = "Does a < b & c hold?",
        Folder = "My.App.models/Emotion",
    };

    /// <summary>Public members without documentation, unused names and nulls are errors in many a project.</summary>
    [Fact]
    public void Write_AnyNamespacesLabelsAndAccess_CompilesWithoutAWarning()
    {
        string[] labels = ["class", "Label", "a\"b\\c\n", "😀", "ärger", "</summary>", "7", "seven", "seven!"];
        var text = ModelClassWriter.Write(
            [
                Emotion,
                Emotion with { Name = "_2", IsPublic = true, Labels = labels },
                Emotion with { Name = "Elsewhere", Namespace = "event.my-app", Question = "" },
                Emotion with { Name = "Nowhere", Namespace = "" },
                Emotion with { Name = "Ratings", Labels = [], Targets = ["arousal", "how good", "how-good"] },
                Emotion with { Name = "Both", Targets = ["numbers", "to-string", "7", "😀", "label", "</param>", "get hash code"] },
            ],
            "1.2.3");
        const string Use = """
            using App = My.App.Models;
            var model = App.Emotion.Load();
            App.Emotion.Label label = model.Predict("clip.wav");
            System.Console.WriteLine(label == App.Emotion.Label.VeryHappy);
            System.Console.WriteLine(App._2.Label.Class);
            System.Console.WriteLine(App._2.ProbabilityOf(App._2.Label.Seven2, model.Model.Predict("clip.wav")));
            App.Ratings.Numbers numbers = App.Ratings.Load().Predict("clip.wav");
            System.Console.WriteLine(numbers.Arousal + numbers.HowGood2);
            var (mood, more) = App.Both.Load().Predict("clip.wav");
            var again = App.Both.NumbersOf(model.Model.Predict("clip.wav"));
            System.Console.WriteLine(mood == App.Both.Label.Angry ? more.Numbers2 : again.ToString2);
            System.Console.WriteLine(@event.my_app.Models.Elsewhere.Folder + global::Models.Nowhere.Folder);
            """;

        Compile(text, Use).ShouldBeEmpty();
        text.ShouldContain("// Written by Bakeoff.Build 1.2.3 ");
        text.ShouldContain("/// <remarks>Does a &lt; b &amp; c hold?</remarks>");
        text.ShouldContain("{ \"angry\", \"very happy\" };");
        text.ShouldContain("\"My.App.models\", \"Emotion\")");
    }

    private static IEnumerable<string> Compile(params string[] sources)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp10, DocumentationMode.Diagnose);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("Bakeoff.Build", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation
            .Create(
                "consumer",
                sources.Select(source => CSharpSyntaxTree.ParseText(source, options)),
                references,
                new CSharpCompilationOptions(OutputKind.ConsoleApplication, warningLevel: 9999))
            .GetDiagnostics()
            .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(static diagnostic => diagnostic.ToString());
    }
}
