// Many experiments at once, and side by side. The command does the work; these tasks pass on what was typed.

Takes("Sweep", [.. ExperimentOptions, "workers", "executor"]);
Task("Sweep")
    .Description("Runs all members of an experiment with sweep: or seeds:; --workers=N at once, --executor=slurm on a cluster.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var arguments = settings.Arguments("sweep");
    foreach (var option in new[] { "workers", "executor" }.Where(HasArgument))
    {
        arguments.AppendQuoted($"--{option}={Argument<string>(option)}");
    }

    Bakeoff(arguments);
});

Takes("Cross", [.. ExperimentOptions, "corpora", "workers"]);
Task("Cross")
    .Description("Trains an experiment on each of --corpora=a,b,c and tests it on each, and trains on all but one; --workers=N at once.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var corpora = Argument("corpora", string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    var arguments = settings.Arguments([.. corpora.Prepend("cross")]);
    if (HasArgument("workers"))
    {
        arguments.AppendQuoted($"--workers={Argument<string>("workers")}");
    }

    Bakeoff(arguments);
});

Takes("Compare", "experiments", "by", "md", "csv", "json", "html");
Task("Compare")
    .Description("Compares experiments: --experiments=a,b,c, or a leaderboard of everything that has results; --by=METRIC, --md, --csv, --json, --html=PATH.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var arguments = new ProcessArgumentBuilder().Append("compare");
    foreach (var name in Argument("experiments", string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
    {
        arguments.AppendQuoted(name);
    }

    foreach (var flag in new[] { "md", "csv", "json" }.Where(HasArgument))
    {
        arguments.Append($"--{flag}");
    }

    foreach (var option in new[] { "by", "html" }.Where(HasArgument))
    {
        arguments.AppendQuoted($"--{option}={Argument<string>(option)}");
    }

    Bakeoff(arguments);
});

Takes("Paper", "experiments", "output", "author", "licence");
Task("Paper")
    .Description("Writes tables, figures, method and references of --experiments=a,b,c for a paper, and a bundle to publish, to --output=FOLDER; --author=NAME, --licence=ID.")
    .IsDependentOn("Build")
    .Does(() =>
{
    var arguments = new ProcessArgumentBuilder().Append("paper");
    foreach (var name in Argument("experiments", string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
    {
        arguments.AppendQuoted(name);
    }

    foreach (var author in Arguments<string>("author", Array.Empty<string>()))
    {
        arguments.AppendQuoted($"--author={author}");
    }

    foreach (var option in new[] { "output", "licence" }.Where(HasArgument))
    {
        arguments.AppendQuoted($"--{option}={Argument<string>(option)}");
    }

    Bakeoff(arguments);
});
