import * as vscode from "vscode";

/** Where a panel's page lies: a tab among the editors, or a view in the bottom panel or a side bar. */
export interface PanelSurface {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
  onDidChangeVisibility(listener: () => void): vscode.Disposable;
  onDidDispose(listener: () => void): vscode.Disposable;
  /** Of the tab; a view keeps its own. */
  setTitle(title: string): void;
  reveal(preserveFocus: boolean): void;
  /** A view cannot be closed by its extension. */
  close(): void;
}

export function tabSurface(panel: vscode.WebviewPanel, extensionUri: vscode.Uri): PanelSurface {
  const media = vscode.Uri.joinPath(extensionUri, "media");
  panel.iconPath = {
    light: vscode.Uri.joinPath(media, "tab-light.svg"),
    dark: vscode.Uri.joinPath(media, "tab-dark.svg"),
  };
  return {
    webview: panel.webview,
    get visible() {
      return panel.visible;
    },
    onDidChangeVisibility: (listener) => panel.onDidChangeViewState(listener),
    onDidDispose: (listener) => panel.onDidDispose(listener),
    setTitle: (title) => {
      if (panel.title !== title) panel.title = title;
    },
    reveal: (preserveFocus) => {
      panel.reveal(undefined, preserveFocus);
    },
    close: () => {
      panel.dispose();
    },
  };
}

export function viewSurface(view: vscode.WebviewView): PanelSurface {
  return {
    webview: view.webview,
    get visible() {
      return view.visible;
    },
    onDidChangeVisibility: (listener) => view.onDidChangeVisibility(listener),
    onDidDispose: (listener) => view.onDidDispose(listener),
    setTitle: () => undefined,
    reveal: (preserveFocus) => {
      view.show(preserveFocus);
    },
    close: () => undefined,
  };
}
