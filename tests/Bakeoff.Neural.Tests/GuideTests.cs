using System.Diagnostics;
using System.Text.RegularExpressions;
using Bakeoff.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bakeoff.Neural.Tests;

/// <summary>The programs of docs/neural-in-ten-lines.md and of the package's README compile and run as they are printed.</summary>
public sealed partial class GuideTests : IDisposable
{
    // The SDK adds these to every console project.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff guide ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TenLines_PastedIntoAConsoleProject_TrainsSavesLoadsAndPredicts()
    {
        var output = Run(Program("docs", "neural-in-ten-lines.md"));

        output.ShouldMatch(@"^10 epochs, validation UAR [01][.,]\d{3}\r?\nfirst validation clip: third, probability [01][.,]\d{3}\s*$");
        File.Exists(Path.Combine(_folder, "model", "weights.safetensors")).ShouldBeTrue();
    }

    [Fact]
    public void Readme_PastedIntoAConsoleProject_Runs() =>
        Run(Program("src", "Bakeoff.Neural", "README.md")).ShouldMatch(@"^30 epochs, first clip [01][.,]\d\d\s*$");

    private static string Program(params string[] path) =>
        CodeBlock().Match(File.ReadAllText(Path.Combine([Fixture.RepositoryRoot, .. path])).ReplaceLineEndings("\n")).Groups["code"].Value;

    private string Run(string program)
    {
        var assembly = Path.Combine(_folder, "program.dll");
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "program",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(program)],
            platform.Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        compilation.Emit(assembly).Diagnostics.Where(static problem => problem.Severity >= DiagnosticSeverity.Warning).ShouldBeEmpty();
        foreach (
            var library in Directory
                .EnumerateFiles(AppContext.BaseDirectory, "*.dll")
                .Where(static path => IsLibrary(Path.GetFileName(path))))
        {
            File.Copy(library, Path.Combine(_folder, Path.GetFileName(library)));
        }

        var test = typeof(GuideTests).Assembly;
        File.Copy(Path.ChangeExtension(test.Location, ".runtimeconfig.json"), Path.Combine(_folder, "program.runtimeconfig.json"));
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", assembly])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = ChildProcess.Finish(process);
        process.ExitCode.ShouldBe(0, output);
        return output;
    }

    private static bool IsLibrary(string file) =>
        file is "Bakeoff.Neural.dll" or "Bakeoff.Numerics.dll" or "Bakeoff.Options.dll" or "YamlDotNet.dll";

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeBlock();
}
