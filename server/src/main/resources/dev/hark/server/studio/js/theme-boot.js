// A classic script in the head: the page must not flash in the wrong colours.
{
  const kept = localStorage.getItem('hark.theme');
  document.documentElement.dataset.theme = kept === 'light' || kept === 'dark' ? kept : 'auto';
}
