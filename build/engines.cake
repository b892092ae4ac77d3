// Engines that train in the place of the managed one, or run ONNX files: plug-ins that are built apart from the solution.

Takes("InstallEngine", "engine", "device");
Task("InstallEngine")
    .Description("Builds an engine and installs it in artifacts/engines: --engine=torchsharp (--device=cuda for NVIDIA's graphics cards) or onnxruntime.")
    .IsDependentOn("Build")
    .Does(() => InstallEngine(Argument("engine", "torchsharp").ToLowerInvariant()));

/// <summary>Builds an engine and installs it; the command must be compiled.</summary>
void InstallEngine(string engine)
{
    var project = GetFiles("src/Bakeoff.*/*.csproj").FirstOrDefault(p => p.GetFilenameWithoutExtension().ToString().Equals($"Bakeoff.{engine}", StringComparison.OrdinalIgnoreCase));
    if (project is null || engine is "cli")
    {
        throw new CakeException(2, $"InstallEngine: there is no engine '{engine}' in src, expected torchsharp or onnxruntime.");
    }

    var published = MakeAbsolute(Directory($"artifacts/bin/engines/{engine}"));
    if (DirectoryExists(published))
    {
        DeleteDirectory(published, new DeleteDirectorySettings { Recursive = true, Force = true });
    }

    var device = Argument("device", "cpu");
    Console.WriteLine($"InstallEngine: {engine} for {device}; its native libraries are large, the first time takes a while.");
    var exitCode = StartProcess(DotNet, new ProcessSettings
    {
        Arguments = new ProcessArgumentBuilder().Append("publish").AppendQuoted(project.FullPath).Append("--configuration").Append(Configuration)
            .Append("--output").AppendQuoted(published.FullPath).Append("--nologo").Append("--verbosity quiet").AppendQuoted($"-p:TorchDevice={device}"),
    });
    if (exitCode != 0)
    {
        throw new CakeException(2, $"InstallEngine: {engine} could not be built here; the lines above say why. NU1101 and NU1102 mean that the NuGet sources ('dotnet nuget list source') lack one of its packages. Nothing was changed: what was installed works as before.");
    }

    Bakeoff(new ProcessArgumentBuilder().Append("engines").Append("install").AppendQuoted(engine).AppendQuoted($"--from={published.FullPath}"));
}
