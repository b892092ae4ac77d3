using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Platforms;

/// <summary>
/// <see cref="Calculations"/> and the command for Linux on Arm, run by an emulator: the same assemblies, with Arm's .NET beside them.
/// </summary>
internal sealed class ArmProgram : IDisposable
{
    private const string Emulator = "qemu-aarch64";

    /// <summary>Shells report a program that a signal ended by a code above this.</summary>
    private const int SignalExitCode = 128;

    /// <summary>Results of the calculations, in the folder that the program runs in.</summary>
    private const string ResultsFile = "calculations.txt";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>An emulated program that takes less than a second of processor time for so long stands still.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The emulator follows neither code that is written anew while it runs nor .NET's own background threads. So nothing is compiled again:
    /// what was not compiled ahead is compiled fast, loops too, for compiling it well takes the emulator longer than running it.
    /// </summary>
    private static readonly (string Name, string Value)[] Settings =
    [
        ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
        ("DOTNET_gcConcurrent", "0"),
        ("DOTNET_TieredPGO", "0"),
        ("DOTNET_TC_CallCounting", "0"),
        ("DOTNET_TC_OnStackReplacement_InitialCounter", "7FFFFFFF"),
        ("DOTNET_EnableWriteXorExecute", "0"),
    ];

    /// <summary>Assemblies that compute; others are compiled in time, for they run once.</summary>
    private static readonly string[] CompiledAhead =
    [
        "Bakeoff.Audio.dll", "Bakeoff.Classifiers.dll", "Bakeoff.Codecs.dll", "Bakeoff.Encoders.dll", "Bakeoff.Neural.dll",
        "Bakeoff.Numerics.dll", "Bakeoff.Options.dll",
    ];

    private readonly string _folder;

    private ArmProgram(string folder) => _folder = folder;

    /// <summary>Folder of Arm's system libraries, as build/arm64.sh unpacks them.</summary>
    private static string Libraries => Path.Combine(Fixture.RepositoryRoot, "artifacts", "cache", "arm64");

    /// <summary>Puts the command together; skips the test where a part of that is missing.</summary>
    public static ArmProgram Create()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the emulator of Arm runs on Linux only");
        Assert.SkipWhen(RuntimeInformation.OSArchitecture == Architecture.Arm64, "this machine is Arm itself");
        Assert.SkipWhen(
            Run(Path.GetTempPath(), Emulator, ["--version"]) is null,
            "the emulator of Arm, qemu-aarch64 (Debian: qemu-user), is not installed");
        Assert.SkipUnless(
            File.Exists(Path.Combine(Libraries, "lib", "ld-linux-aarch64.so.1")),
            "the system libraries for Arm are not in artifacts/cache/arm64; build/arm64.sh unpacks them");
        var command = new ArmProgram(Directory.CreateTempSubdirectory("bakeoff-arm-").FullName);
        try
        {
            command.Publish();
            return command;
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }

    /// <summary>Runs all calculations, and then a command line, with one thread and in one process.</summary>
    /// <param name="folder">An empty folder, to run in.</param>
    /// <param name="arguments">The command line, which is expected to end well.</param>
    /// <returns>The lines of the calculations.</returns>
    public string[] Run(string folder, string[] arguments)
    {
        string[] line =
            ["-L", Libraries, Path.Combine(_folder, "out", "arm"), Fixture.Path(""), .. arguments, "--threads", "1"];
        (int ExitCode, string Output) result;
        try
        {
            result = Run(folder, Emulator, line)!.Value;
        }
        catch (TimeoutException)
        {
            result = (SignalExitCode, "");
        }

        if (result.ExitCode >= SignalExitCode)
        {
            // That the emulator crashes, or seldom stands still, is none of the program's.
            result = Run(folder, Emulator, line)!.Value;
        }

        result.ExitCode.ShouldBe(0, $"{string.Join(' ', line)}\n{result.Output}");
        return File.ReadAllLines(Path.Combine(folder, ResultsFile));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Publish()
    {
        var assemblies = Path.Combine(
            Fixture.RepositoryRoot, "artifacts", "bin", "Bakeoff.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name);
        var compiledInTime = Directory.EnumerateFiles(assemblies, "*.dll").Select(Path.GetFileName).Except(CompiledAhead);
        File.WriteAllText(
            Path.Combine(_folder, "arm.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RuntimeIdentifier>linux-arm64</RuntimeIdentifier>
                <SelfContained>true</SelfContained>
                <PublishReadyToRun>true</PublishReadyToRun>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="{Fixture.Path("../Bakeoff.Cli.Tests/Platforms/Calculations.cs")}" />
                <Reference Include="{assemblies}/*.dll" />
                <PublishReadyToRunExclude Include="{string.Join(';', compiledInTime)};arm.dll" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(
            Path.Combine(_folder, "Program.cs"),
            $$"""
            var scratch = Directory.CreateTempSubdirectory("bakeoff-arm-").FullName;
            File.WriteAllLines("{{ResultsFile}}", {{typeof(Calculations).FullName}}.Run(args[0], scratch));
            Directory.Delete(scratch, recursive: true);
            var command = System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "bakeoff.dll"));
            return (int)command.EntryPoint!.Invoke(null, [args[1..]])!;
            """);
        var (restored, problems) = Run(_folder, "dotnet", ["restore", "-nologo", "-v", "q"])!.Value;
        Assert.SkipWhen(restored != 0, ".NET's packages for Linux on Arm could not be restored: " + FirstLine(problems));
        var (published, output) = Run(_folder, "dotnet", ["publish", "--no-restore", "-o", "out", "-nologo", "-v", "q"])!.Value;
        published.ShouldBe(0, output);
    }

    private static string FirstLine(string text) => text.Trim().Split('\n')[0].Trim();

    /// <summary>Runs a program to its end; null when there is no such program.</summary>
    private static (int ExitCode, string Output)? Run(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.Environment.Remove("MLFLOW_TRACKING_URI");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in program == Emulator ? Settings : [])
        {
            start.Environment[name] = value;
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!EndsInTime(process, program == Emulator ? Standstill : Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"{program} {string.Join(' ', arguments)} stood still, or did not end within {Patience}.");
            }

            return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
        }
    }

    /// <summary>Reads the processor time of a process, which may end at any moment.</summary>
    /// <returns>False if it ended.</returns>
    private static bool TrySpent(Process process, out TimeSpan spent)
    {
        try
        {
            process.Refresh();
            spent = process.TotalProcessorTime;
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            spent = TimeSpan.Zero;
            return false;
        }
    }

    private static bool EndsInTime(Process process, TimeSpan standstill)
    {
        var (clock, worked, spent) = (Stopwatch.StartNew(), TimeSpan.Zero, TimeSpan.Zero);
        while (!process.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            if (TrySpent(process, out var now) && now - spent > TimeSpan.FromSeconds(1))
            {
                (worked, spent) = (clock.Elapsed, now);
            }

            if (clock.Elapsed - worked > standstill || clock.Elapsed > Patience)
            {
                return false;
            }
        }

        return true;
    }
}
