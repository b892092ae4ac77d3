// Exporting and pinning a finished experiment, and making it again from nothing.

/// <summary>Runs a command of `bakeoff` that is no stage; its exit code becomes Cake's.</summary>
void Bakeoff(ProcessArgumentBuilder arguments)
{
    var exitCode = RunBakeoff(arguments);
    if (exitCode != 0)
    {
        throw new CakeException(exitCode, $"bakeoff ended with exit code {exitCode}; its message is above.");
    }
}

Takes("Export", ExperimentOptions);
Task("Export")
    .Description("Writes the network as ONNX files, MLflow model folder and model card to artifacts/experiments/NAME/export.")
    .IsDependentOn("Evaluate")
    .Does(() => Bakeoff(settings.Arguments("export")));

Takes("Pin", ExperimentOptions);
Task("Pin")
    .Description("Writes experiments/NAME.lock.yaml: what the finished experiment was made of and gave, hash by hash.")
    .IsDependentOn("Report")
    .Does(() => Bakeoff(settings.Arguments("pin")));

Takes("Reproduce", [.. ExperimentOptions, "no-data", "keep"]);
Task("Reproduce")
    .Description("Runs a pinned experiment from scratch and compares it with the pin: --no-data for settings and code alone, --keep to keep the folder.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var flags = new[] { "no-data", "keep" }.Where(HasArgument).Select(flag => $"--{flag}");
    Bakeoff(settings.Arguments(flags.Prepend("reproduce").ToArray()));
});
