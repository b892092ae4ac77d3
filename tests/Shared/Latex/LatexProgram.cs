using System.Diagnostics;

namespace Bakeoff.Testing.Latex;

/// <summary>A real LaTeX, where the machine has one.</summary>
internal static class LatexProgram
{
    /// <summary>Skips the test on machines without pdfLaTeX.</summary>
    public static void Require() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(static folder => File.Exists(Path.Combine(folder, "pdflatex"))),
        "There is no pdflatex; Debian has it in texlive-latex-recommended.");

    /// <summary>Runs a program of LaTeX in a folder and expects it to end well.</summary>
    /// <returns>Everything that it printed.</returns>
    public static string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output);
        return output;
    }
}
