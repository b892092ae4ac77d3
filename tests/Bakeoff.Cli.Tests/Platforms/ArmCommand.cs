using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Platforms;

/// <summary>The command for Linux on Arm, run by an emulator: the same assemblies, with Arm's .NET beside them.</summary>
internal sealed class ArmCommand : IDisposable
{
    private const string Emulator = "qemu-aarch64";

    /// <summary>Shells report a program that a signal ended by a code above this.</summary>
    private const int SignalExitCode = 128;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>The emulator follows neither code that is written anew while it runs nor .NET's own background threads.</summary>
    private static readonly (string Name, string Value)[] Settings =
    [
        ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
        ("DOTNET_gcConcurrent", "0"),
        ("DOTNET_TieredPGO", "0"),
        ("DOTNET_TieredCompilation", "0"),
        ("DOTNET_EnableWriteXorExecute", "0"),
    ];

    private readonly string _folder;

    private ArmCommand(string folder) => _folder = folder;

    /// <summary>Folder of Arm's system libraries, as build/arm64.sh unpacks them.</summary>
    private static string Libraries => Path.Combine(Fixture.RepositoryRoot, "artifacts", "cache", "arm64");

    /// <summary>Puts the command together; skips the test where a part of that is missing.</summary>
    public static ArmCommand Create()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the emulator of Arm runs on Linux only");
        Assert.SkipWhen(RuntimeInformation.OSArchitecture == Architecture.Arm64, "this machine is Arm itself");
        Assert.SkipWhen(
            Run(Path.GetTempPath(), Emulator, ["--version"]) is null,
            "the emulator of Arm, qemu-aarch64 (Debian: qemu-user), is not installed");
        Assert.SkipUnless(
            File.Exists(Path.Combine(Libraries, "lib", "ld-linux-aarch64.so.1")),
            "the system libraries for Arm are not in artifacts/cache/arm64; build/arm64.sh unpacks them");
        var command = new ArmCommand(Directory.CreateTempSubdirectory("bakeoff-arm-").FullName);
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

    /// <summary>Runs the command with one thread, and expects it to end well.</summary>
    public void Succeed(string folder, params string[] arguments)
    {
        string[] line = ["-L", Libraries, Path.Combine(_folder, "out", "arm"), .. arguments, "--threads", "1"];
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
            // That the emulator crashes, or seldom stands still, is none of the command's; finished stages stay finished.
            result = Run(folder, Emulator, line)!.Value;
        }

        result.ExitCode.ShouldBe(0, $"bakeoff {string.Join(' ', arguments)} on Arm\n{result.Output}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Publish()
    {
        var assemblies = Path.Combine(
            Fixture.RepositoryRoot, "artifacts", "bin", "Bakeoff.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name);
        File.WriteAllText(
            Path.Combine(_folder, "arm.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifier>linux-arm64</RuntimeIdentifier>
                <SelfContained>true</SelfContained>
                <PublishReadyToRun>true</PublishReadyToRun>
                <InvariantGlobalization>true</InvariantGlobalization>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <Reference Include="{assemblies}/*.dll" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(
            Path.Combine(_folder, "Program.cs"),
            """
            // Starts the command as its own program would.
            var command = System.Reflection.Assembly.LoadFrom(System.IO.Path.Combine(System.AppContext.BaseDirectory, "bakeoff.dll"));
            return command.EntryPoint!.Invoke(null, [args]) is int exitCode ? exitCode : 0;
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
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Patience}.");
            }

            return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
        }
    }
}
