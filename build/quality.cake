// Measuring and checking, beyond the tests.

Takes("Benchmark", "filter", "rounds", "threads", "recordings", "python", "check");
Task("Benchmark")
    .Description("Times Bakeoff beside the peers found on this machine (PyTorch, torchaudio, librosa) and prints the ratios; --filter=NAME picks rows, --check fails where a row is behind its floor.")
    .Does(() =>
{
    DotNetBuild("tests/Bakeoff.Benchmarks", new DotNetBuildSettings { Configuration = Configuration, NoLogo = true, Verbosity = DotNetVerbosity.Quiet });
    var arguments = new ProcessArgumentBuilder().AppendQuoted($"artifacts/bin/Bakeoff.Benchmarks/{Configuration.ToLowerInvariant()}/Bakeoff.Benchmarks.dll").Append("compare");
    foreach (var option in new[] { "filter", "rounds", "threads", "recordings", "python" }.Where(HasArgument))
    {
        arguments.Append($"--{option}").AppendQuoted(Argument<string>(option));
    }

    if (HasArgument("check"))
    {
        arguments.Append("--check");
    }

    var exitCode = StartProcess(DotNet, new ProcessSettings { Arguments = arguments });
    if (exitCode != 0)
    {
        throw new CakeException(exitCode, $"Benchmark ended with exit code {exitCode}; its message is above.");
    }
});
