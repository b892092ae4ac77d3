using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Output;
using Bakeoff.Corpora.Downloading;
using Bakeoff.Encoders;
using Bakeoff.Encoders.Storage;
using Bakeoff.Experiments.Fetching;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff encoders</c>: lists the pretrained encoders of a project; its subcommands fetch and show one.</summary>
internal static class EncodersCommand
{
    private const int FactWidth = 14;

    public static Command Create()
    {
        var command = new Command("encoders", "Lists the pretrained speech encoders under artifacts/encoders.");
        command.SetAction(_ => List(Folder()));
        var list = new Command("list", "Lists them too.");
        list.SetAction(_ => List(Folder()));
        command.Subcommands.Add(list);
        command.Subcommands.Add(CreateFetch());
        command.Subcommands.Add(CreateDescribe());
        return command;
    }

    private static Command CreateFetch()
    {
        var repository = new Argument<string>("repository") { Description = "Name on the Hugging Face hub: facebook/wav2vec2-base." };
        var revision = new Option<string>("--revision")
        {
            Description = "Branch, tag, commit, or refs/pr/N. Default: main.",
            HelpName = "revision",
            DefaultValueFactory = static _ => "main",
        };
        var name = new Option<string?>("--name")
        {
            Description = "Name of the folder. Default: the last part of the repository's.",
            HelpName = "name",
        };
        var offline = new Option<bool>("--offline") { Description = "Takes what the hub's own cache has (HF_HOME), without network." };
        var command = new Command(
            "fetch",
            "Fetches an encoder from the Hugging Face hub or a mirror (HF_ENDPOINT, HF_TOKEN), pinned by commit and SHA-256.")
        {
            repository,
            revision,
            name,
            offline,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var fetch = new EncoderFetch
            {
                Repository = parsed.GetValue(repository)!,
                Revision = parsed.GetValue(revision)!,
                Name = parsed.GetValue(name),
                IsOffline = parsed.GetValue(offline) || Environment.GetEnvironmentVariable("HF_HUB_OFFLINE") is "1" or "true",
                Hub = HubOptions.Find(
                    Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
            };
            var progress = new TransferProgress(Console.Out, TimeProvider.System);
            var folder = await fetch
                .RunAsync(Folder(), static note => Wrapped.Write(note, 0, Console.Out), progress, cancellationToken)
                .ConfigureAwait(false);
            Console.Out.WriteLine($"{Path.GetFileName(folder)}: {Describe(folder)}");
            Console.Out.WriteLine("Use it in an experiment:");
            var rate = SpeechEncoder.Describe(folder).SampleRateHz;
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  features: {{kind: {{encoder: {{model: {Path.GetFileName(folder)}}}}}, sample_rate_hz: {rate}}}"));
        });
        return command;
    }

    private static Command CreateDescribe()
    {
        var name = new Argument<string>("name") { Description = "Name of the encoder, as listed." };
        name.CompletionSources.Add(static _ => Workspace.TryFind(Environment.CurrentDirectory) is { } workspace
            ? Names(workspace.EncodersFolder)
            : []);
        var command = new Command("describe", "Shows an encoder, where it came from and its licence, and checks its files.") { name };
        command.SetAction(parsed =>
        {
            var folder = Encoders.Features.EncoderFolders.Find(parsed.GetValue(name)!);
            var encoder = SpeechEncoder.Describe(folder);
            Fact("folder", folder);
            Fact("network", Describe(folder));
            Fact("samples", string.Create(CultureInfo.InvariantCulture, $"{encoder.SampleRateHz} Hz, a frame every {encoder.HopLength}"));
            if (EncoderSource.Read(folder) is { } source)
            {
                Fact("repository", $"{source.Repository} at {source.Revision}");
                Fact("licence", source.Licence ?? "not stated");
            }

            Fact("SHA-256", $"{SpeechEncoder.DigestOf(folder)}, of settings and weights");
        });
        return command;
    }

    private static void Fact(string name, string text) => Wrapped.WriteFact(name, text, FactWidth, Console.Out);

    private static string Folder() => Workspace.Find(Environment.CurrentDirectory).EncodersFolder;

    private static IEnumerable<string> Names(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder)
            .Select(static path => Path.GetFileName(path))
            .Where(static name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal)
        : [];

    private static int List(string folder)
    {
        List<string> names = [.. Names(folder)];
        if (names.Count == 0)
        {
            Console.Out.WriteLine($"There are none. Fetch one: {CommandName.Typed} encoders fetch facebook/wav2vec2-base");
            return ExitCodes.Done;
        }

        var exitCode = ExitCodes.Done;
        var width = 1 + names.Max(static name => name.Length);
        foreach (var name in names)
        {
            try
            {
                var path = Path.Combine(folder, name);
                var source = EncoderSource.Read(path) is { } read ? $"; {read.Repository} at {read.Revision}" : "";
                Wrapped.WriteFact(name, Describe(path) + source, width, Console.Out);
            }
            catch (EncoderFormatException exception)
            {
                Wrapped.WriteFact(name, exception.Message, width, Console.Out);
                exitCode = ExitCodes.CheckFailed;
            }
        }

        return exitCode;
    }

    private static string Describe(string folder)
    {
        var encoder = SpeechEncoder.Describe(folder);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{encoder.Architecture}, {encoder.LayerCount} layers of {encoder.Width} values");
    }
}
